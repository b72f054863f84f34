package millrace.cluster;

/** What workers say over their channels, and what the primary does about it. For the loop's own thread only. */
final class FromWorkers implements RunningWorker.Owner {
    /** What an app says that is asked to say when it is ready: {@code process.send('ready')}. */
    private static final String READY = "\"ready\"";

    private final Fleet fleet;

    FromWorkers(Fleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public void received(RunningWorker worker, Message message) {
        switch (message) {
            case Message.User user -> said(worker, user.json());
            case Message.Online online -> {
                worker.state(Worker.State.ONLINE);
                events().online(worker);
            }
            case Message.QueryServer query -> query(worker, query);
            case Message.Listening listening -> {
                worker.state(Worker.State.LISTENING);
                // Before it takes the place of another, which then leaves.
                fleet.serves(worker, listening.endpoint());
                fleet.instance(worker).listening(fleet.child(worker));
                events().listening(worker, listening.endpoint().toString());
            }
            case Message.Close close -> fleet.closes(worker, close.key());
            case Message.Leaving leaving -> {
                worker.leave();
                fleet.retire(worker);
                worker.say(Replies.answer(leaving.seq()));
            }
            case Message.Handle handle -> {
                // Without the answer it would wait for ever with all that it has to say.
                worker.say(Replies.HANDLE_ARRIVED);
                worker.warn("sent a message with a " + handle.type()
                        + ": the primary does not take sockets; the message is dropped and the socket closed");
            }
            case Message.Unknown unknown ->
                worker.warn("sent " + unknown.what() + ", which is not understood");
            // Dealt with before, or nothing that a worker has to say.
            case Message.HandleArrived arrived -> {}
            case Message.HandleLost lost -> {}
            case Message.Answer answer -> {}
            case Message.NewConnection connection -> {}
            case Message.Disconnect disconnect -> {}
            case Message.Added added -> {}
        }
    }

    private void said(RunningWorker worker, String json) {
        if (json.equals(READY)) {
            fleet.instance(worker).saysReady(fleet.child(worker));
        }
        events().message(worker, json);
    }

    /** Whoever is about to leave gets nothing more, and expects no answer. */
    private void query(RunningWorker worker, Message.QueryServer query) {
        if (!worker.exitedAfterDisconnect() && !fleet.isStopping()) {
            int errno = fleet.ports().query(worker, query);
            if (errno != 0) {
                events().cannotListen(worker, query.endpoint().toString(), errno);
            }
        }
    }

    @Override
    public boolean keepsPorts() {
        return fleet.ports().takeBack();
    }

    @Override
    public void moved(String portKey, int fd) {
        fleet.ports().takeBack(portKey, fd);
    }

    @Override
    public void ready(RunningWorker worker) {
        fleet.ports().distribute();
    }

    @Override
    public void disconnected(RunningWorker worker) {
        fleet.retire(worker);
        Child child = fleet.child(worker);
        if (child != null) {
            child.channelClosed();
        }
        if (worker.usesChannel()) {
            events().disconnected(worker);
        }
    }

    @Override
    public PrimaryEvents events() {
        return fleet.events();
    }
}
