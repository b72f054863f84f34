/**
 * What an app is to be, from a process file and the command line to {@link millrace.manager.config.AppConfig}.
 *
 * <p>{@code Attribute} is the table that all else is read by: a row for each thing that can be said of an app, with a
 * {@code Kind} that reads its values. The command finds out what is declared ({@code ProcessFile}, by
 * {@code LiteralReader}, {@code YamlReader} or {@code NodeEvaluation}), completes it by what only it knows
 * ({@code Completion}), and sends it as {@link millrace.manager.config.Declared}; the daemon makes its configuration of
 * that ({@code AppConfigReader}), and {@link millrace.manager.config.ConfigChange} says what a later one changes.
 */
package millrace.manager.config;
