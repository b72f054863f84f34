# The same hello for any ASGI server.
async def app(scope, receive, send):
    if scope['type'] == 'lifespan':
        while True:
            m = await receive()
            await send({'type': m['type'] + '.complete'})
            if m['type'] == 'lifespan.shutdown': return
    await send({'type': 'http.response.start', 'status': 200, 'headers': [(b'content-length', b'14')]})
    await send({'type': 'http.response.body', 'body': b'Hello, World!\n'})
