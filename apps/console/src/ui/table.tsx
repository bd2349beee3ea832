import type { ReactNode } from 'react';

import { ScrollBox } from './scroll-box.tsx';

/** The title of a column; `unseen` ones are heard, and their cells speak for themselves. */
export type Column = string | { readonly title: string; readonly look: 'numeric' | 'unseen' };

/** A table with a name, whose rows are its children. */
export function Table({
  label,
  columns,
  children,
}: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}): ReactNode {
  return (
    <ScrollBox label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={typeof column === 'string' ? column : column.title} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </ScrollBox>
  );
}

function Head({ column }: { readonly column: Column }): ReactNode {
  if (typeof column === 'string') return <th scope="col">{column}</th>;
  const { title, look } = column;
  if (look === 'numeric')
    return (
      <th scope="col" className="numeric">
        {title}
      </th>
    );
  return (
    <th scope="col">
      <span className="unseen">{title}</span>
    </th>
  );
}
