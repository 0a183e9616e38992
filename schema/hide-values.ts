const VARIABLE = /^Variable "\$\w+" got invalid value /
const PLACE = / at "([A-Za-z_]\w*(?:\.\w+|\[\d+\])*)"; /g
/** The rules of graphql-js that name types and fields only; all others repeat the value. */
const RULE = /; ((?:Expected (?:non-nullable )?type|Field) "[^;]*)$/
const LITERAL =
  /^((?:\w+|Enum "\w+") cannot represent [^:]*|Expected value of type "[^"]+"(?=, found (?!null\.$)))[\s\S]*$/

/**
 * A sentence of graphql-js about a value that does not fit, without the value: what people send can be a name or a
 * telephone number, and errors are logged by whoever gets them. The variable, the place in it and the rule stay; other
 * sentences stay as they are.
 */
export function hideValues(message: string): string {
  const beginning = VARIABLE.exec(message)?.[0].trimEnd()
  if (beginning === undefined) return message.replace(LITERAL, '$1.')
  const place = [...message.matchAll(PLACE)].at(-1)?.[1]
  const rule = RULE.exec(message)?.[1] ?? 'It has not the form that the schema asks for.'
  return `${beginning}${place === undefined ? '' : ` at "${place}"`}; ${rule}`
}
