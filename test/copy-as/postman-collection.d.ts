/** What the specs use of postman-collection, whose package names no types and whose own lack some of it. */
declare module 'postman-collection' {
  interface Fields {
    all(): readonly { readonly key: string; readonly value: string }[];
  }
  export interface Item {
    readonly name: string;
    readonly request: {
      readonly method: string;
      readonly url: { toString(): string };
      readonly body?: { readonly urlencoded?: Fields };
    };
  }
  export class Collection {
    constructor(definition: object);
    readonly variables: object;
    readonly auth?: { parameters(type: 'bearer'): { get(name: string): string | undefined } };
    forEachItem(visit: (item: Item) => void): void;
  }
  export class VariableScope {
    constructor(definition: object);
    readonly values: object;
  }
  /** A CommonJS package: Node sees no names in it. */
  const sdk: {
    readonly Collection: typeof Collection;
    readonly VariableScope: typeof VariableScope;
    readonly Property: {
      replaceSubstitutions(text: string, variables: readonly object[]): string;
    };
  };
  export default sdk;
}
