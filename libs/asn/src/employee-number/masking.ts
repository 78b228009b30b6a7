const IN_TEXT = /(?<![\dA-Za-z])(\d{8})( ?)(\d{6})( ?)(\d)( ?)(\d{3})(?![\dA-Za-z])/g;

/** Year of birth and the last four digits stay, `1986**********1001`: enough for a clerk to recognise, too little to look someone up. */
export function maskDigits(digits: string): string {
  return digits.length <= 8
    ? '*'.repeat(digits.length)
    : `${digits.slice(0, 4)}${'*'.repeat(digits.length - 8)}${digits.slice(-4)}`;
}

/** Masks every employee number in running text, printed with spaces or not: for logs and texts of foreign errors. */
export function maskEmployeeNumbersIn(text: string): string {
  return text.replace(
    IN_TEXT,
    (_whole, birth: string, _a, appointment: string, _b, sex: string, _c, sequence: string) =>
      maskDigits(birth + appointment + sex + sequence),
  );
}
