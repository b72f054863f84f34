package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import millrace.http.codec.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fields by chance go to the server and back, by HPACK's other implementation: that of nghttp2, in Node. It prints its seed, which
 * {@code -Dmillrace.fuzz.seed} repeats.
 */
class HpackPeersTest {
    private static final int REQUESTS = 600;

    private static final String NODE = """
            const http2 = require('http2');
            const [url, seed, requests] = process.argv.slice(2);
            let state = Number(seed) >>> 0;
            const random = (n) => { state = Math.imul(state, 0x19660d) + 0x3c6ef35f >>> 0; return (state >>> 8) % n; };
            const text = (length, from, to) => {
                let all = '';
                while (all.length < length) all += String.fromCharCode(from + random(to - from));
                return all;
            };
            const values = [() => text(random(20), 0x61, 0x7b), () => text(random(60), 0x21, 0x7f),
                    () => text(random(300), 0xa1, 0x100), () => 'v' + random(8), () => text(random(2000), 0x30, 0x3a)];
            const fields = () => {
                const all = { ':path': '/' + text(random(9), 0x61, 0x7b) };
                for (let i = random(12); i > 0; i--) {
                    const name = 'x-' + (random(4) ? random(25) : text(1 + random(40), 0x61, 0x7b));
                    all[name] = values[random(values.length)]();
                    if (!random(6)) all[http2.sensitiveHeaders] = [name];
                }
                return all;
            };
            const once = (emitter, event) => new Promise((done, failed) => emitter.once(event, done).once('error', failed));
            const client = http2.connect(url);
            const exchange = async () => {
                const sent = fields();
                const request = client.request(sent);
                request.resume();
                const ended = once(request, 'end');
                const came = await once(request, 'response');
                for (const name of Object.keys(sent).filter(each => each.startsWith('x-'))) {
                    if (came[name] !== sent[name]) throw new Error(name + ': ' + sent[name] + ' became ' + came[name]);
                }
                await ended;
            };
            (async () => {
                for (let told = 0; told < requests; told += 5) {
                    await Promise.all([1, 2, 3, 4, 5].map(exchange));
                    if (told % 50 === 0) {
                        client.settings({ headerTableSize: [0, 64, 500, 4096, 65536][random(5)] });
                    }
                }
                console.log('all are alike');
                client.close();
            })().catch(error => { console.log(error.message); process.exit(1); });
            """;

    @TempDir
    static Path folder;

    private static void sendBack(Request request, Response response) {
        Fields fields = request.headers();
        for (int line = 0; line < fields.count(); line++) {
            if (fields.name(line).startsWith("x-")) {
                response.header(fields.name(line), fields.value(line));
            }
        }
        response.send("x");
    }

    @Test
    void whatAnotherEncodesIsDecodedAndWhatWeEncodeAnotherDecodes() throws Exception {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "node")));
        assumeTrue(there, "node is not installed");
        int seed = Long.getLong("millrace.fuzz.seed", System.nanoTime()).intValue();
        Path script = Files.writeString(folder.resolve("stories.js"), NODE);
        try (HttpServer server = Servers.start(HpackPeersTest::sendBack)) {
            Process process = new ProcessBuilder("node", script.toString(), "http://127.0.0.1:" + server.port(),
                    Integer.toString(seed), Integer.toString(REQUESTS)).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes());
            assertEquals("all are alike", said.strip(), () -> "seed " + seed);
            assertEquals(0, process.waitFor());
        }
    }
}
