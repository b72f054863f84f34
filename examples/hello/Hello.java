import millrace.http.HttpServer;

/** The async style: the handler runs on the event loop and answers at once. */
void main() throws Exception {
    String greeting = "Hello from " + ProcessHandle.current().pid() + "\n";
    HttpServer.listen(8080, (request, response) -> response.send(greeting));
}
