import { streamConfigFromEnvironment } from '@lawang/member/config'
import { runServer } from '@lawang/member/run'
import { startStream } from './live/start-stream.ts'

await runServer(async () => startStream(streamConfigFromEnvironment()))
