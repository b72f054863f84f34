# Runs Autobahn's fuzzing client as wstest does, on a machine that may be slow: what the suite does when the server has not
# acted within a second or so, it does after a minute instead.
import json
import sys

sys.path.insert(0, sys.argv[1])
from autobahn.websocket import WebSocketClientFactory
from autobahntestsuite import fuzzing, wstest

PATIENCE = 60


def patient(method):
    def later(self, delay):
        method(self, delay * PATIENCE)
    return later


def patient_options(method):
    def reset(self):
        method(self)
        self.serverConnectionDropTimeout = PATIENCE
        self.openHandshakeTimeout = PATIENCE
        self.closeHandshakeTimeout = PATIENCE
    return reset


protocol = fuzzing.FuzzingProtocol
protocol.killAfter = patient(protocol.__dict__['killAfter'])
protocol.closeAfter = patient(protocol.__dict__['closeAfter'])
WebSocketClientFactory.resetProtocolOptions = patient_options(WebSocketClientFactory.__dict__['resetProtocolOptions'])

spec = {'servers': [{'agent': 'millrace', 'url': sys.argv[2]}], 'outdir': sys.argv[3], 'cases': sys.argv[4:],
        'exclude-cases': [], 'exclude-agent-cases': {}, 'options': {'failByDrop': False}}
wstest.start({'mode': 'fuzzingclient'}, json.loads(json.dumps(spec)))
