import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Gate } from './gate.ts'

/** Folders that are made or are other people's. */
const SKIPPED = new Set(['node_modules', '.git', '.data', '.turbo', 'coverage'])
const FENCE = /^```.*?^```/gms
const LINK = /\]\(([^)\s]+)\)/g

/** Every link between pages leads somewhere, and the README leads to every page of docs. */
export const links: Gate = {
  name: 'links',
  check: async (root) => {
    const pages = await findPages(root)
    const faults = await Promise.all(pages.map((page) => brokenLinks(root, page)))
    return [...faults.flat(), ...(await unreached(root, pages))]
  },
}

async function findPages(root: string): Promise<readonly string[]> {
  const found: string[] = []
  const look = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) await look(path)
      else if (entry.name.endsWith('.md')) found.push(path)
    }
  }
  await look('')
  return found.toSorted()
}

async function brokenLinks(root: string, page: string): Promise<readonly string[]> {
  const faults: string[] = []
  for (const link of linksIn(await readFile(join(root, page), 'utf8'))) {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : normalize(join(dirname(page), decodeURIComponent(path)))
    if (!(await exists(join(root, target)))) faults.push(`${page} links to ${link}, which is not there`)
    else if (anchor !== undefined && target.endsWith('.md') && !(await hasHeading(join(root, target), anchor))) {
      faults.push(`${page} links to ${link}: ${target} has no such heading`)
    }
  }
  return faults
}

/** Links to other pages of the checkout; what is quoted in fences is no link. */
function linksIn(text: string): readonly string[] {
  return [...text.replace(FENCE, '').matchAll(LINK)]
    .map(([, link]) => link ?? '')
    .filter((link) => !/^[a-z]+:/i.test(link))
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function hasHeading(path: string, anchor: string): Promise<boolean> {
  const text = (await readFile(path, 'utf8')).replace(FENCE, '')
  return [...text.matchAll(/^#+ (.+)$/gm)].some(([, heading]) => slugOf(heading ?? '') === anchor)
}

/** As code hosts name headings. */
function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-')
}

async function unreached(root: string, pages: readonly string[]): Promise<readonly string[]> {
  const readme = new Set(linksIn(await readFile(join(root, 'README.md'), 'utf8')))
  return pages
    .filter((page) => dirname(page) === 'docs' && !readme.has(page))
    .map((page) => `${page} is on no line of the README's list of pages`)
}
