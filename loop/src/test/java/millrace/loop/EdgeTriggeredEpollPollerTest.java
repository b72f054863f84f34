package millrace.loop;

class EdgeTriggeredEpollPollerTest extends PollerContract {
    @Override
    Poller open() throws Exception {
        return new EpollPoller(true);
    }
}
