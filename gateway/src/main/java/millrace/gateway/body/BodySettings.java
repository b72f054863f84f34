package millrace.gateway.body;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** What a level says about the bodies of requests. */
final class BodySettings implements Settings<BodySettings> {
    static final SettingsKey<BodySettings> KEY = SettingsKey.of(BodySettings::new);

    /** {@code client_body_in_file_only}. */
    enum InFile { OFF, ON, CLEAN }

    private Long bufferBytes;
    private Long mostBytes;
    private InFile inFile;
    private TempFolder folder;

    @Override
    public void inherit(BodySettings outer) {
        throw new IllegalStateException("the default folder depends on the configuration");
    }

    @Override
    public void inherit(BodySettings outer, Scope scope) {
        BodySettings o = outer == null ? new BodySettings() : outer;
        bufferBytes = Inherit.of(bufferBytes, o.bufferBytes, 16L << 10);
        mostBytes = Inherit.of(mostBytes, o.mostBytes, 1L << 20);
        inFile = Inherit.of(inFile, o.inFile, InFile.OFF);
        if (folder == null) {
            folder = outer != null
                    ? outer.folder
                    : TempFolder.usual(scope, "client_body_temp");
        }
    }

    void buffer(long bytes) {
        bufferBytes = bytes;
    }

    void most(long bytes) {
        mostBytes = bytes;
    }

    void inFile(InFile when) {
        inFile = when;
    }

    void folder(TempFolder where) {
        folder = where;
    }

    /** A body of more bytes goes into a file. */
    long bufferBytes() {
        return inFile == InFile.OFF ? bufferBytes : 0;
    }

    /** What is kept in memory of a body that is passed on as it comes. */
    long windowBytes() {
        return bufferBytes;
    }

    /** Whether so many bytes are more than a client may send. */
    boolean isTooMuch(long bytes) {
        return mostBytes != 0 && bytes > mostBytes;
    }

    /** What becomes of a file's name. */
    TempFile.Name name() {
        return switch (inFile) {
            case OFF -> TempFile.Name.NONE;
            case ON -> TempFile.Name.FOR_EVER;
            case CLEAN -> TempFile.Name.WHILE_OPEN;
        };
    }

    TempFolder folder() {
        return folder;
    }
}
