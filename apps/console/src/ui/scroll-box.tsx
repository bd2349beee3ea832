import type { ReactNode } from 'react';

/** What may be wider than the page scrolls by itself; the keyboard reaches it, so that arrow keys scroll it too. */
export function ScrollBox({ label, children }: { readonly label: string; readonly children: ReactNode }): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a region that scrolls must be reachable (WCAG 2.1.1)
    <section className="table-scroll" tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}

/** Code to copy, left to right in every language. */
export function CodeBox({ children, copy }: { readonly children: ReactNode; readonly copy: ReactNode }): ReactNode {
  return (
    <div className="code" dir="ltr">
      {copy}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- as above */}
      <pre tabIndex={0}>{children}</pre>
    </div>
  );
}
