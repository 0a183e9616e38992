/** The issuer of development tokens: a key on the machine that runs the network, never a real identity provider. */
export const DEVELOPMENT_ISSUER = 'https://lawang.id/development'

/** Whom development tokens are meant for: every server of the network. */
export const AUDIENCE = 'lawang'

/** The one algorithm that development tokens are signed with. */
export const ALGORITHM = 'EdDSA'
