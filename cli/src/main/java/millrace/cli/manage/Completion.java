package millrace.cli.manage;

import millrace.cli.Failure;

/** Scripts for a shell, whose words come from the rows of {@link Verb} and {@link Option}. */
final class Completion {
    private static final String AFTER_NAMES =
            "stop|restart|reload|delete|del|describe|desc|info|show|logs|env|scale|reset|flush|start|id|pid|send|attach|trigger";

    private Completion() {}

    static String script(String shell, String command) throws Failure {
        return switch (shell) {
            case "bash" -> bash(command);
            case "zsh" -> "#compdef " + command + "\nautoload -Uz bashcompinit && bashcompinit\n" + bash(command);
            default -> throw Failure.of("completion is there for bash and zsh, not for " + shell);
        };
    }

    /** Names come from the daemon, at the moment of asking; zsh reads the same through its bashcompinit. */
    private static String bash(String command) {
        StringBuilder cases = new StringBuilder();
        for (Verb verb : Verb.values()) {
            String names = verb.aliases.isEmpty() ? verb.word() : verb.word() + "|" + String.join("|", verb.aliases);
            cases.append("            ").append(names).append(") words=\"")
                    .append(String.join(" ", Words.options(verb))).append("\" ;;\n");
        }
        return """
                # Completion for %1$s. To have it in every shell:
                #   %1$s completion bash > ~/.local/share/bash-completion/completions/%1$s
                # or, for zsh:  echo 'source <(%1$s completion zsh)' >> ~/.zshrc
                _%2$s() {
                    local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} words=
                    COMPREPLY=()
                    if [ "$COMP_CWORD" = 1 ]; then
                        words="%3$s"
                    elif [ "${word#-}" != "$word" ]; then
                        case $verb in
                %4$s        esac
                    else
                        case $verb in
                            %5$s)
                                words="all $(%1$s list --json 2> /dev/null | grep -o '"name":"[^"]*"' | cut -d '"' -f 4)" ;;
                        esac
                    fi
                    COMPREPLY=($(compgen -W "$words" -- "$word"))
                }
                complete -o default -F _%2$s %1$s
                """.formatted(command, command.replaceAll("\\W", "_"), String.join(" ", Words.verbs()), cases, AFTER_NAMES);
    }
}
