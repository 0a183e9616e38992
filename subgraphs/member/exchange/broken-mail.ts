/**
 * Mail that cannot be read on: a row is missing, or one says what no correct hub says. Nothing of it is applied and
 * the cursor stays, so that reading goes on where it stopped once the fault is mended. It carries no content.
 */
export class BrokenMail extends Error {
  override readonly name = 'BrokenMail'
}
