package millrace.lint.js;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;

/** The parser and our scripts, as node gets them: over its standard input, so that no file is left behind. */
final class NodeScript {
    private static final List<String> FILES =
            List.of("facts.js", "syntax.js", "scopes.js", "values.js", "handlers.js", "babel/lib/index.js");

    /** Takes modules in a line, as {@code {name: source}}, and then answers each line by what the first one exports. */
    static final String LOADER = """
            const vm = require('vm');
            const loaded = {};
            let sources, answer;
            function load(name) {
              if (!(name in sources)) return require(name);
              if (!(name in loaded)) {
                const module = loaded[name] = { exports: {} };
                const run = vm.compileFunction(sources[name], ['require', 'module', 'exports'], { filename: name });
                run(load, module, module.exports);
              }
              return loaded[name].exports;
            }
            require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
              const question = JSON.parse(line);
              if (sources) {
                process.stdout.write(JSON.stringify(answer(question)) + '\\n');
              } else {
                sources = question;
                answer = load('./facts.js').facts;
                process.stdout.write('"ready"\\n');
              }
            });
            """;

    private NodeScript() {}

    /** What the loader is to be told first. */
    static String modules() throws IOException {
        StringJoiner modules = new StringJoiner(",", "{", "}");
        for (String name : FILES) {
            modules.add(quoted("./" + name) + ":" + quoted(source(name)));
        }
        return modules.toString();
    }

    private static String source(String name) throws IOException {
        try (InputStream resource = NodeScript.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException(name + " is missing from this build of Millrace: build it again");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
