/** The released version, as in the packages' manifests (a test compares them). */
export const version = '0.1.0';
