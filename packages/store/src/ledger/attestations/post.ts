/** Sends one request to somebody outside. Rejects with a reason that a person can read. */
export type Post = (request: PostRequest) => Promise<PostAnswer>;

export interface PostRequest {
  readonly url: URL;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

export interface PostAnswer {
  readonly status: number;
  readonly body: Buffer;
}
