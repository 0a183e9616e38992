/** A browser as far as signing in needs one: it keeps cookies by host and follows no redirect by itself. */
export interface Browser {
  get(url: string): Promise<Response>
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Response>
}

export function openBrowser(): Browser {
  const jar = new Map<string, Map<string, string>>()
  const cookiesOf = (host: string): Map<string, string> => {
    const cookies = jar.get(host) ?? new Map<string, string>()
    jar.set(host, cookies)
    return cookies
  }
  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    const cookies = cookiesOf(new URL(url).host)
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie, accept: 'text/html' } })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    get: (url) => ask(url, {}),
    post: (url, fields) => ask(url, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}

/** Follows redirects of this host alone; gives the first address elsewhere, or the page that is reached. */
export async function followHere(browser: Browser, start: string): Promise<{ url: string; response: Response }> {
  let url = start
  for (let hops = 0; hops < 10; hops++) {
    const response = await browser.get(url)
    const location = response.headers.get('location')
    if (location === null) return { url, response }
    const next = new URL(location, url)
    if (next.host !== new URL(start).host) return { url: next.href, response }
    url = next.href
  }
  throw new Error('The redirects do not end')
}
