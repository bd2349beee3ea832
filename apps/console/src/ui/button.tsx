import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';

import { Icon, type IconName } from './icon.tsx';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'style'> {
  readonly look?: 'main' | 'plain' | 'quiet' | 'danger';
  readonly icon?: IconName;
  readonly children: ReactNode;
}

export function Button({ look = 'plain', icon, children, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton {...rest} className={`button button-${look}`}>
      {icon === undefined ? null : <Icon name={icon} size={18} />}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children' | 'aria-label' | 'style'> {
  readonly icon: IconName;
  /** What it does: read aloud, and shown when the pointer rests on it. */
  readonly label: string;
  readonly look?: 'main' | 'quiet';
}

export function IconButton({ icon, label, look = 'quiet', ...rest }: IconButtonProps): ReactNode {
  return (
    <span className="tip" data-tip={label}>
      <AriaButton {...rest} aria-label={label} className={`icon-button icon-button-${look}`}>
        <Icon name={icon} />
      </AriaButton>
    </span>
  );
}
