import { useState, type ReactNode } from 'react';

import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import type { IconName } from './icon.tsx';

interface DialogButtonProps {
  /** On the button, and the title of the dialog unless that has one of its own. */
  readonly label: string;
  readonly title?: string;
  readonly look?: 'main' | 'plain' | 'danger';
  readonly icon?: IconName;
  readonly children: (close: () => void) => ReactNode;
}

/** A button and the dialog that it opens. */
export function DialogButton({ label, title = label, look = 'plain', icon, children }: DialogButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  return (
    <>
      <Button look={look} {...(icon === undefined ? {} : { icon })} onPress={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog title={title} open={open} onClose={close}>
        {children(close)}
      </Dialog>
    </>
  );
}
