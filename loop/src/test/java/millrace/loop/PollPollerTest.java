package millrace.loop;

class PollPollerTest extends PollerContract {
    @Override
    Poller open() throws Exception {
        return new PollPoller();
    }
}
