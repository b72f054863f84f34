package millrace.cli.manage;

import java.io.IOException;
import java.nio.file.Path;
import millrace.cli.Failure;
import millrace.manager.Home;
import millrace.manager.HomeFolder;
import millrace.manager.survive.Startup;
import millrace.manager.survive.SystemdUnit;

/** {@code startup} and {@code unstartup}. */
final class StartupVerb {
    private StartupVerb() {}

    static int run(Session session) throws Failure, IOException {
        Command line = session.line;
        String unsupported = Startup.unsupported(line.target(0, null));
        if (unsupported != null) {
            throw Failure.of(unsupported);
        }
        boolean root = HomeFolder.ownUid() == 0;
        String user = line.has(Option.USER) ? line.value(Option.USER) : System.getProperty("user.name");
        Path userHome = Path.of(line.has(Option.HP) ? line.value(Option.HP) : System.getProperty("user.home"));
        Home home = line.has(Option.HP) ? new Home(userHome.resolve(".millrace")) : session.home;
        String name = line.has(Option.SERVICE_NAME) ? line.value(Option.SERVICE_NAME) : "millrace-" + user;
        SystemdUnit unit = new SystemdUnit(
                name,
                user,
                home.folder(),
                launcher(),
                Path.of(System.getProperty("java.home")),
                System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"),
                line.has(Option.WAIT_IP));
        Startup startup = new Startup(unit, userHome, root, text -> session.console.print(text + "\n"));
        if (line.has(Option.DRY_RUN)) {
            return startup.show();
        }
        return line.verb() == Verb.STARTUP ? startup.install() : startup.remove();
    }

    /** Beside the folder of what has been built. */
    private static Path launcher() throws Failure {
        String flags = System.getProperty("millrace.jvm.args");
        if (flags == null) {
            throw Failure.of("run it by the script millrace: the service has to know where that is");
        }
        return Path.of(flags).resolve("../../../millrace").normalize();
    }
}
