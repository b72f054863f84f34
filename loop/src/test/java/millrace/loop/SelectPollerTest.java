package millrace.loop;

class SelectPollerTest extends PollerContract {
    @Override
    Poller open() throws Exception {
        return new SelectPoller();
    }
}
