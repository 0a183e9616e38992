import { ALGORITHM, AUDIENCE } from '@lawang/trust/tokens/development-issuer'
import type { JWK } from 'jose'
import Provider, { type Configuration, interactionPolicy } from 'oidc-provider'
import type { DemoPerson } from './people.ts'

export interface IssuerOptions {
  /** Its own base url, which is the tokens' `iss`. */
  readonly url: string
  /** The private development key. */
  readonly key: JWK
  readonly people: readonly DemoPerson[]
  /** Where a browser may be sent back to with a code. */
  readonly redirectUris: readonly string[]
  /** Secrets that cookies are signed with. */
  readonly cookieKeys: readonly string[]
}

/** The one client: front ends, which have no secret and prove themselves by PKCE. */
export const CLIENT_ID = 'lawang-front-end'

/** The graph as the issuer names it (RFC 8707); tokens for it have the network's audience. */
const RESOURCE = 'urn:lawang:graph'
const TOKEN_SECONDS = 60 * 60
const SIGN_IN_SECONDS = 10 * 60

/**
 * An OpenID provider for development: authorization code with PKCE, and access tokens as members take them (RFC 9068).
 * Who signs in is chosen at a page, not proved.
 */
export function createProvider(options: IssuerOptions): Provider {
  const provider = new Provider(options.url, configuration(options))
  provider.proxy = false
  return provider
}

function configuration({ key, people, redirectUris, cookieKeys }: IssuerOptions): Configuration {
  const byId = new Map(people.map((person) => [person.subject, person]))
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [...redirectUris],
        id_token_signed_response_alg: ALGORITHM,
      },
    ],
    jwks: { keys: [{ ...key, kty: 'OKP' }] },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    cookies: { keys: [...cookieKeys] },
    responseTypes: ['code'],
    scopes: ['openid'],
    findAccount: (_ctx, subject) =>
      byId.has(subject) ? { accountId: subject, claims: async () => ({ sub: subject }) } : undefined,
    interactions: { policy: signInOnly(), url: (_ctx, { uid }) => `/sign-in/${uid}` },
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience: AUDIENCE,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
    },
    formats: {
      customizers: {
        // A person's claims alone: `scope` has another meaning in OpenID, and would name rows of the access table here.
        jwt: (_ctx, token, parts) => {
          const claims = 'accountId' in token ? byId.get(String(token.accountId))?.claims : undefined
          parts.payload = { ...parts.payload, scope: undefined, ...claims }
        },
      },
    },
    ttl: { AccessToken: TOKEN_SECONDS, AuthorizationCode: 60, Grant: TOKEN_SECONDS, IdToken: TOKEN_SECONDS, ...SHORT },
  }
}

const SHORT = { Interaction: SIGN_IN_SECONDS, Session: SIGN_IN_SECONDS }

/** Nobody is asked for consent: everybody here is made up. */
function signInOnly(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base()
  policy.remove('consent')
  return policy
}
