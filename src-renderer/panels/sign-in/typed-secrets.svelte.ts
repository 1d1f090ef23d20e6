/** The secrets in the form: between typing and sending, and nowhere else in the window. */
export class TypedSecrets {
  password = $state('');
  devKey = $state('');
  sessionId = $state('');

  readonly some: boolean = $derived(
    this.password !== '' || this.devKey !== '' || this.sessionId !== '',
  );

  clear(): void {
    this.password = '';
    this.devKey = '';
    this.sessionId = '';
  }
}
