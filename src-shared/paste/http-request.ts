/** A request as it goes over the wire, or as `.http` files write it. */
import { urlBase } from './code/code.ts';
import { formFacts, isForm } from './form.ts';
import { fact, type Carried, type Fact, type Facts } from './facts.ts';

const START = /^(?:POST|GET|PUT|PATCH)\s+(\S+)(?:\s+HTTP\/[\d.]+)?[ \t]*$/u;

/** True for a text that begins with a request's first line, after comments. */
export function isRequest(text: string): boolean {
  const first = text.split('\n').find((line) => !/^\s*(?:#|\/\/|@\w+\s*=|$)/u.test(line));
  return first !== undefined && START.test(first);
}

export function requestFacts(text: string, carried: Carried): Facts {
  const facts: Fact[] = [];
  for (const [index, request] of text.split(/^###.*$/mu).entries()) {
    const lines = request.split('\n').filter((line) => !/^\s*(?:#|\/\/)/u.test(line));
    const start = lines.findIndex((line) => START.test(line));
    if (start === -1) continue;
    const blank = lines.findIndex((line, at) => at > start && line.trim() === '');
    const head = lines.slice(start + 1, blank === -1 ? undefined : blank);
    const body =
      blank === -1
        ? ''
        : lines
            .slice(blank + 1)
            .join('\n')
            .trim();
    const address = START.exec(lines[start] ?? '')?.[1] ?? '';
    const own = [
      ...(/^https?:/u.test(address) ? [fact('url', urlBase(address), 'form')] : []),
      ...head.flatMap(headerFact),
      ...(carried(body) ??
        (isForm(body) || /^[\w.]+=\S*$/u.test(body) ? formFacts(body, carried) : [])),
    ];
    facts.push(...own.map((one) => ({ ...one, within: `request${index}>${one.within}` })));
  }
  return facts;
}

function headerFact(line: string): Fact[] {
  const match = /^([\w-]+):\s*(.*?)\s*$/u.exec(line);
  return match === null || /^host$/iu.test(match[1] ?? '')
    ? []
    : [fact(match[1] ?? '', match[2] ?? '', 'form')];
}
