package millrace.http.h2;

/**
 * What costs a server more than it costs the client who does it, and how much of it passes for honest: so many at once,
 * and so many a second after that. A client beyond it loses the connection, with ENHANCE_YOUR_CALM.
 */
public enum Abuse {
    /** Streams that the client resets before they are answered (CVE-2023-44487); each four that were answered earn one more. */
    RAPID_RESET(200, 40),
    /** Streams that the client makes the server reset, by faults within them (CVE-2025-8671). */
    MADE_YOU_RESET(100, 10),
    /** CONTINUATION frames of one block (CVE-2024-27316): they are counted for each block anew. */
    CONTINUATION_FLOOD(16, 0),
    /** SETTINGS, each of which must be acknowledged (CVE-2019-9515). */
    SETTINGS_FLOOD(50, 5),
    /** PING, each of which must be answered (CVE-2019-9512); each frame of DATA that was sent earns one more. */
    PING_FLOOD(100, 20),
    /** Blocks that become many times larger when they are decoded (CVE-2016-6581). */
    HEADER_BOMB(0, 0),
    /** DATA and fragments without anything in them (CVE-2019-9518). */
    EMPTY_FRAMES(100, 20),
    /** PRIORITY, and frames of types that nobody knows (CVE-2019-9513). */
    IDLE_FRAMES(1000, 100),
    /** WINDOW_UPDATE; DATA that was sent earns some more. */
    WINDOW_FLOOD(2000, 500),
    /** Streams whose answer the client does not take (CVE-2019-9511): each is reset when its time is over. */
    STALLED(100, 10);

    final int atOnce;
    final int perSecond;

    Abuse(int atOnce, int perSecond) {
        this.atOnce = atOnce;
        this.perSecond = perSecond;
    }
}
