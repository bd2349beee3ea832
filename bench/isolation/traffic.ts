export interface Probe {
  /** Names the prompt and the word, without the tenant. */
  readonly name: string;
  readonly tenant: string;
  readonly prompt: readonly number[];
  readonly word: number;
}

export interface Request extends Probe {
  /** It asks for the word that its own prompt holds. */
  readonly own: boolean;
  /** The tenant is forgotten first. */
  readonly forget: boolean;
  /** Tokens that this tenant's earlier prompts have in common with this one. Asked once the answer is there. */
  mostCached(): number;
}

interface Traffic {
  readonly tenants: number;
  baselines(): readonly Probe[];
  request(index: number): Request;
}

const words = [' marzipan', ' flamingo', ' Casablanca', ' volcano', ' trombone', ' velvet', ' cinnamon', ' glacier'];
/** All tenants begin alike: the beginning that a careless cache would share. */
const header = 'You write one word. The secret of the house is kept.';
const questions = ['The word is', 'Now say the word:', 'In the garden there is a', 'The secret word is'];

/** Who asks what, in an order that is the same every time. */
export async function createTraffic(tokenize: (text: string) => Promise<readonly number[]>): Promise<Traffic> {
  const first = await Promise.all(words.map(async (word) => (await tokenize(word))[0] ?? 0));
  const neutral = await Promise.all(questions.map((question) => tokenize(`${header} ${question}`)));
  const telling = await Promise.all(
    words.map((word) =>
      Promise.all(
        questions.map((question) => tokenize(`${header} The secret word is${word}.${word},${word}. ${question}`)),
      ),
    ),
  );
  const sent = new Map<number, (readonly number[])[]>();
  const random = createRandom(20_261_125);

  function probe(question: number, word: number, tenant: number): Probe {
    return {
      name: `${question}/${word}`,
      tenant: `tenant-${tenant}`,
      prompt: neutral[question] ?? [],
      word: first[word] ?? 0,
    };
  }

  return {
    tenants: words.length,
    baselines: () => questions.flatMap((_, question) => words.map((__, word) => probe(question, word, word))),
    request() {
      const tenant = random(words.length);
      const question = random(questions.length);
      const own = random(2) === 0;
      const other = (tenant + 1 + random(words.length - 1)) % words.length;
      const forget = random(200) === 0;
      const asked = own
        ? { ...probe(question, tenant, tenant), prompt: telling[tenant]?.[question] ?? [] }
        : probe(question, other, tenant);
      const before = sent.get(tenant) ?? [];
      sent.set(tenant, before);
      before.push(asked.prompt);
      return {
        ...asked,
        own,
        forget,
        mostCached: () =>
          Math.max(
            0,
            ...before
              .filter((prompt) => prompt !== asked.prompt || count(before, prompt) > 1)
              .map((prompt) => shared(prompt, asked.prompt)),
          ),
      };
    },
  };
}

function count(list: readonly (readonly number[])[], prompt: readonly number[]): number {
  return list.filter((one) => one === prompt).length;
}

function shared(left: readonly number[], right: readonly number[]): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length++;
  return length;
}

function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7f_ff_ff_ff;
    return (state >> 8) % below;
  };
}
