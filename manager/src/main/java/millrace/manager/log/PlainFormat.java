package millrace.manager.log;

/** Lines as they come. */
final class PlainFormat implements LineFormat {
    @Override
    public void begin(LogBuffer to, long now) {
        // Nothing comes before a line.
    }

    @Override
    public void body(LogBuffer to, byte[] from, int offset, int length) {
        to.append(from, offset, length);
    }

    @Override
    public void end(LogBuffer to, long now) {
        to.append((byte) '\n');
    }

    @Override
    public void lines(LogBuffer to, byte[] from, int offset, int length, long now) {
        to.append(from, offset, length);
    }
}
