package millrace.manager.daemon;

/** Something that clients may ask for. On the loop's thread; it must not wait, and answers when it is done. */
@FunctionalInterface
interface Verb {
    /** @throws BadRequestException when it makes no sense; so the client is answered */
    void run(Request request, Reply reply);
}
