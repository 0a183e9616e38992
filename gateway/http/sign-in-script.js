// Runs in GraphiQL's page: signs in by authorization code and PKCE (RFC 7636), and puts the token into its headers.
// The token stays in this tab, and nothing but the code's exchange leaves it.
;(() => {
  const { dataset, previousElementSibling: button } = document.currentScript
  const { issuer, client } = dataset
  const PENDING = 'lawang:sign-in'
  const TOKEN = 'lawang:token'
  const page = `${location.origin}/graphiql`

  const base64url = (bytes) =>
    btoa(String.fromCharCode(...bytes))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', '')
  const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)))

  const begin = async () => {
    const [verifier, state] = [random(), random()]
    const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))
    sessionStorage.setItem(PENDING, JSON.stringify({ verifier, state }))
    const question = new URLSearchParams({
      client_id: client,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: page,
      state,
      code_challenge: base64url(new Uint8Array(challenge)),
      code_challenge_method: 'S256',
      prompt: 'login',
    })
    location.assign(`${issuer}/auth?${question}`)
  }

  // The address is cleaned first: a code in it would be shared with it.
  const finish = async () => {
    const answer = new URL(location.href)
    const code = answer.searchParams.get('code')
    const pending = JSON.parse(sessionStorage.getItem(PENDING) ?? 'null')
    if (code === null || pending === null) return
    sessionStorage.removeItem(PENDING)
    history.replaceState({}, '', page)
    if (answer.searchParams.get('state') !== pending.state || answer.searchParams.get('iss') !== issuer) return
    const response = await fetch(`${issuer}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: client,
        redirect_uri: page,
        code,
        code_verifier: pending.verifier,
      }),
    })
    const { access_token: token } = await response.json()
    if (response.ok && token) sessionStorage.setItem(TOKEN, token)
  }

  // The page's policy lets no handler run that stands in an attribute.
  button?.addEventListener('click', () => begin())

  globalThis.LawangSignIn = {
    begin,
    // Shows GraphiQL as whoever has signed in; as nobody where nobody has, or where that failed.
    async render(graphiql, root, options) {
      await finish().catch((error) => console.error('Signing in failed', error))
      const token = sessionStorage.getItem(TOKEN)
      const authorization = token === null ? undefined : `Bearer ${token}`
      const headers = authorization && {
        initialHeaders: JSON.stringify({ authorization }, null, 2),
        connectionParams: { authorization },
        shouldPersistHeaders: false,
      }
      graphiql.renderYogaGraphiQL(root, { ...options, ...headers })
    },
  }
})()
