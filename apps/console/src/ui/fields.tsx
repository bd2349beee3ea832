import type { ReactNode } from 'react';
import {
  Button,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
} from 'react-aria-components';

import { Icon } from './icon.tsx';

interface TextFieldProps extends Omit<AriaTextFieldProps, 'className' | 'children' | 'style'> {
  readonly label: string;
  readonly hint?: string;
  readonly rows?: number;
  /** Addresses, keys and code are left to right in every language. */
  readonly latin?: boolean;
}

export function TextField({ label, hint, rows, latin = false, ...rest }: TextFieldProps): ReactNode {
  const direction = latin ? 'ltr' : 'auto';
  return (
    <AriaTextField {...rest} className="field">
      <Label>{label}</Label>
      {rows === undefined ? <Input dir={direction} /> : <TextArea dir={direction} rows={rows} />}
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-error" />
    </AriaTextField>
  );
}

interface CheckboxProps {
  readonly label: string;
  readonly hint?: string;
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
}

export function Checkbox({ label, hint, isSelected, onChange }: CheckboxProps): ReactNode {
  return (
    <div className="field">
      <AriaCheckbox className="checkbox" isSelected={isSelected} onChange={onChange}>
        <span className="checkbox-box">{isSelected ? <Icon name="check" size={16} /> : null}</span>
        <span>{label}</span>
      </AriaCheckbox>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
    </div>
  );
}

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
}

interface SelectProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** The label is read aloud but not shown. */
  readonly bare?: boolean;
}

export function Select({ label, choices, value, onChange, bare = false }: SelectProps): ReactNode {
  return (
    <AriaSelect
      className={bare ? 'select select-bare' : 'field select'}
      value={value}
      onChange={(key) => onChange(String(key))}
      {...(bare ? { 'aria-label': label } : {})}
    >
      {bare ? null : <Label>{label}</Label>}
      <Button className="select-button">
        <SelectValue className="select-value">{({ selectedText }) => <bdi>{selectedText}</bdi>}</SelectValue>
        <Icon name="down" size={16} />
      </Button>
      <Popover className="popover">
        <ListBox className="list-box" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.label} className="list-item">
              <Text slot="label">
                <bdi>{choice.label}</bdi>
              </Text>
              {choice.detail === undefined ? null : (
                <Text slot="description" className="hint">
                  {choice.detail}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
