/** The secrets in the form: between typing and sending, and nowhere else in the window. */
export class TypedSecrets {
  password = $state('');
  devKey = $state('');
  sessionId = $state('');

  readonly some: boolean = $derived(
    this.password !== '' || this.devKey !== '' || this.sessionId !== '',
  );

  /** What is in the form now, to put back when nobody took it. */
  all(): { readonly password: string; readonly devKey: string; readonly sessionId: string } {
    const { password, devKey, sessionId } = this;
    return { password, devKey, sessionId };
  }

  putBack({ password, devKey, sessionId }: ReturnType<TypedSecrets['all']>): void {
    this.password = password;
    this.devKey = devKey;
    this.sessionId = sessionId;
  }

  clear(): void {
    this.password = '';
    this.devKey = '';
    this.sessionId = '';
  }
}
