package millrace.loop;

class EpollPollerTest extends PollerContract {
    @Override
    Poller open() throws Exception {
        return new EpollPoller(false);
    }
}
