// Draws avatars for `fae data faces`: a request a line on stdin, an SVG or an error a line on stdout, in the same order.
// Request: { id, package, variants: { option: variant or null }, colours: { option: '#rrggbb' } }. Nothing is left to the package's own chance.
import { createInterface } from 'node:readline';
import { createAvatar } from '@dicebear/core';

const chanceless = new Set(['seed', 'backgroundColor']);
const styles = new Map();

async function styleOf(name) {
  if (!styles.has(name)) styles.set(name, await import(name));
  return styles.get(name);
}

function optionsOf(style, { variants, colours }) {
  const known = style.schema.properties;
  const options = { seed: 'fae', backgroundColor: ['transparent'] };
  for (const [option, variant] of Object.entries(variants)) {
    if (variant !== null && !known[option]?.items?.enum?.includes(variant)) throw new Error(`${option} has no variant ${variant}`);
    if (variant === null && !known[`${option}Probability`]) throw new Error(`${option} is always drawn`);
    options[option] = variant === null ? [] : [variant];
    options[`${option}Probability`] = variant === null ? 0 : 100;
  }
  for (const [option, colour] of Object.entries(colours)) {
    if (!known[option]) throw new Error(`no colour ${option}`);
    options[option] = [colour.slice(1)];
  }
  const open = Object.keys(known).filter(option => known[option].items && !(option in options) && !chanceless.has(option));
  if (open.length > 0) throw new Error(`nothing is said about ${open.join(', ')}`);
  return options;
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const request = JSON.parse(line);
  let answer;
  try {
    const style = await styleOf(request.package);
    answer = { id: request.id, svg: createAvatar(style, optionsOf(style, request)).toString() };
  } catch (failure) {
    answer = { id: request.id, error: String(failure?.message ?? failure) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
