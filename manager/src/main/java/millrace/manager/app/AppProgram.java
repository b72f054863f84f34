package millrace.manager.app;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import millrace.loop.EventLoop;
import millrace.manager.config.AppConfig;
import millrace.manager.program.Program;
import millrace.manager.program.ProgramException;
import millrace.manager.program.Script;

/** Finds out which command runs an app's script, once all else that is declared makes sense. */
final class AppProgram {
    private AppProgram() {}

    /** Completes on the loop. What takes a while (a source is compiled, Node is asked its version) is done beside it. */
    static CompletionStage<Program> find(AppConfig config, EventLoop loop, Consumer<String> notes) {
        CompletableFuture<Program> found = new CompletableFuture<>();
        Runnable search = () -> search(config, found, loop, notes);
        if (takesAWhile(config)) {
            Thread.ofPlatform().name("program of " + config.name()).daemon().start(search);
        } else {
            search.run();
        }
        return found;
    }

    private static void search(AppConfig config, CompletableFuture<Program> found, EventLoop loop, Consumer<String> notes) {
        Runnable outcome;
        try {
            Patterns.check(config, loop);
            Program program = Program.of(script(config), notes);
            outcome = () -> found.complete(program);
        } catch (ProgramException | IOException | RuntimeException e) {
            outcome = () -> found.completeExceptionally(e);
        }
        if (loop.inLoop()) {
            outcome.run();
        } else {
            loop.execute(outcome);
        }
    }

    private static Script script(AppConfig config) throws ProgramException {
        Script script = Script.named(config.script().toString(), config.cwd(), config.environment());
        // A command line that bash runs has its interpreter and arguments already.
        return script.args().isEmpty()
                ? script.withInterpreter(config.interpreter())
                        .withInterpreterArgs(config.interpreterArgs())
                        .withArgs(config.args())
                : script;
    }

    private static boolean takesAWhile(AppConfig config) {
        String file = config.script().toString().toLowerCase(Locale.ROOT);
        return config.interpreter() == null && (file.endsWith(".java") || file.endsWith("ts"));
    }
}
