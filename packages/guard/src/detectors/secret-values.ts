import type { CueClass } from '../profiles/profile.ts';

/** How a value stands to the word that announces it: `password: …` or « the password is … ». */
export type Link = 'assigned' | 'said';

/** Whether what stands after an announcement is a secret, and not a rule about secrets, a variable or a placeholder. */
export function isSecretValue(value: string, announced: CueClass, link: Link): boolean {
  if (value.length < 4 || standsForSecret(value) || isLocation(value) || isCode(value)) return false;
  if (announced === 'token') return isRandom(value) && !uuid.test(value);
  if (announced === 'code') return isShortCode(value, link);
  return link === 'assigned' ? isAssignedPassword(value) : isSaidPassword(value);
}

/** A provider's key whose letters are a placeholder's, or the name of a package: sk-xxxx, sk-your-key, sk-learn-contrib. */
export function isPlaceholderKey(value: string): boolean {
  return /x{6}|0{12}|\*{3}|\.{3}/i.test(value) || placeholder.test(value) || isSlug(value);
}

/** Stands where a secret will: YOUR_API_KEY, ****, <token>, ${TOKEN}, change-me, « 8 caractères », a date. */
function standsForSecret(value: string): boolean {
  if (/^[*•.…xX#_-]+$|^[$%{<[(@]/.test(value) || /(.)\1{7}/.test(value) || /x{5}|X{5}|\*{4}|•{3}/.test(value))
    return true;
  if (/^[A-Z]+(?:_[A-Z]+)+$|^\d{4}-\d{2}-\d{2}/.test(value)) return true;
  return placeholder.test(value) || requirement.test(value);
}

const placeholder =
  /(?:^|[^a-z])(?:your|my|votre|mon|ton|the|insert|replace|put|enter|remplace[rz]?|insere[rz]?)[^a-z0-9]|change.?(?:me|it|this)|replace.?(?:me|this|with)|placeholder|[_-](?:here|ici)$|redacted|masked|^(?:null|none|undefined|true|false|string|required|optional|todo|fixme|secret|token|password|passwd|bearer)$/i;

const requirement =
  /caract|charact|chiffres?(?![a-z])|digits?(?![a-z])|letters?(?![a-z])|minuscule|majuscule|(?:chars|only|one)$/i;

/** Where the secret lies, instead of the secret: an address, a path, another variable. */
function isLocation(value: string): boolean {
  return /^(?:[a-z][a-z0-9+-]{1,12}:\/\/|(?:env|file|vault|aws|gcp|op|ssm|arn|kms):|[~.]{0,2}\/[\w.-]+(?:\/|$)|[A-Za-z]:\\)/i.test(
    value,
  );
}

/** args.password, getToken(…), Token<…>, !secret */
function isCode(value: string): boolean {
  return /[({[]|^[a-z_$][\w$]*(?:\.[a-z_$][\w$]*)+$|^[A-Z]\w*<|^![a-z]+$|^process\.|^[&|]{2}/i.test(value);
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const shortestRandom = 10;

/** No words, no date, no version: letters and digits in an order that says nothing. */
function isRandom(value: string): boolean {
  if (isChosen(value)) return true;
  if (value.length < shortestRandom || !/\d/.test(value) || !/[a-z]/i.test(value) || isSlug(value)) return false;
  const turns = value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return turns >= 3 || (turns >= 2 && /[a-z]/.test(value) && /[A-Z]/.test(value));
}

/** Words, numbers and versions joined by dashes: qwen2.5-coder-1.5b-instruct-q4_k_m, RH-2024-07, Rail-Jeune. */
function isSlug(value: string): boolean {
  const parts = value.split(/[-_./:=]/);
  return (
    parts.length > 1 &&
    parts.every((part) => /^(?:\p{Lu}?\p{Ll}*|\p{Lu}+|\d{0,8}|\p{L}{1,8}\d{1,3}|[nv]?°?\d{1,3}\p{L}{0,3})$/u.test(part))
  );
}

/** Of three kinds of characters, a digit and a mark among them, as people choose passwords. */
function isChosen(value: string): boolean {
  return /\d/.test(value) && /[^\p{L}\d./:%-]/u.test(value) && kindsOf(value) >= 3 && value.length >= 6;
}

function kindsOf(value: string): number {
  return [/\p{Ll}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(value)).length;
}

/** After a colon or an equals sign people write passwords of words and digits too; a capitalised word is one of the sentence: Requis. */
function isAssignedPassword(value: string): boolean {
  if (/^\p{Lu}\p{Ll}+$/u.test(value) || /[\u0600-\u06FF]/.test(value)) return false;
  if (/^\d+$/.test(value)) return value.length <= 12;
  // Words with a dash: libre-service
  if (/^\p{L}+(?:['’-]\p{L}+)*$/u.test(value)) return /\p{Ll}\p{Lu}/u.test(value);
  return kindsOf(value) >= 2;
}

/** In a sentence only what no sentence has: digits within, or a mark. */
function isSaidPassword(value: string): boolean {
  if (/[\u0600-\u06FF]/.test(value) || value.length < 6 || isSlug(value)) return isChosen(value);
  return /\d/.test(value) && kindsOf(value) >= 2 && /\p{L}/u.test(value) && !/^(?:\d+\p{L}+|\p{L}°\d+)$/u.test(value);
}

function isShortCode(value: string, link: Link): boolean {
  if (/^\d{4,12}$/.test(value)) return link === 'assigned' || value.length !== 4 || !/^(?:19|20)\d\d$/.test(value);
  if (isSlug(value) || value.length > 40) return false;
  return (
    isChosen(value) ||
    (/^[A-Za-z\d]{5,12}$/.test(value) && (value.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0) >= 2)
  );
}
