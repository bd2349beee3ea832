declare const brand: unique symbol;

/** A nominal type: a plain `T` is not accepted where a `Brand<T, N>` is asked for. */
export type Brand<T, N extends string> = T & { readonly [brand]: N };
