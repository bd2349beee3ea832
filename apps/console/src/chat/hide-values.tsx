import type { ReactNode } from 'react';

import { useMessages } from '../i18n/messages.tsx';
import { IconButton } from '../ui/button.tsx';

/** For a screen that others see: one click hides what the guard recognised, another shows it again. */
export function HideValues({
  hidden,
  onChange,
}: {
  readonly hidden: boolean;
  readonly onChange: (hidden: boolean) => void;
}): ReactNode {
  const t = useMessages();
  return (
    <IconButton
      icon="eye"
      label={hidden ? t('finding.reveal') : t('finding.hide')}
      aria-pressed={hidden}
      onPress={() => onChange(!hidden)}
    />
  );
}
