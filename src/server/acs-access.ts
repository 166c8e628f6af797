/** A credential of Microsoft Entra ID, as `@azure/identity` makes them. */
export interface EntraCredential {
  getToken(
    scopes: string | string[],
    options?: object,
  ): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>;
}

/** The resource of Azure Communication Services, and what lets one in. */
export interface AcsAccess {
  /** Scheme, host and port. */
  readonly endpoint: string;
  /** An emulator on this machine. */
  readonly isLoopbackHttp: boolean;
  readonly credential: { readonly accessKey: string } | EntraCredential;
}
