/** Written again for the set, so that a fault in the guard's own checks shows. */
export function remainder97(digits: string): number {
  return Number(BigInt(digits) % 97n);
}

export function luhnCheck(body: string): string {
  const sum = [...body].toReversed().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (sum % 10)) % 10);
}
