import type { Parts } from '../compose.ts';

/** A link that signs the owner in: once, within ten minutes. Its token is in the fragment, which no server or log sees. */
export async function createSignInLink({ store, project }: Parts, address: string): Promise<string> {
  const token = await store.signInLinks.create({ organisationId: project.organisationId });
  return `${address}/sign-in#token=${token}`;
}
