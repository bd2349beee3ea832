import { Parser } from 'htmlparser2';

export interface XmlHandlers {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text(text: string): void;
  close(name: string): void;
}

/** Elements deeper than this are an attack, not a document. */
const DEEPEST = 512;

/** Reads XML as it comes, names without their prefixes. Entities that a document defines are never resolved, no file or address is read. */
export function readXml(xml: string, handlers: XmlHandlers): void {
  let depth = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth++;
        if (depth > DEEPEST) throw new RangeError('elements are nested too deeply');
        handlers.open(local(name), attributes);
      },
      ontext: (text) => handlers.text(text),
      onclosetag(name) {
        depth--;
        handlers.close(local(name));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.entries(attributes).find(([key]) => local(key) === name)?.[1];
}
