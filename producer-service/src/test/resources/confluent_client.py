"""Writes or reads values with Confluent's serializers: confluent_client.py URL write|read avro|json TOPIC.

Reads a line of JSON for each value from standard input, and writes one to standard output; bytes are in hexadecimal digits.
"""

import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

url, what, form, topic = sys.argv[1:5]
registry = SchemaRegistryClient({"url": url})


def context(headers):
    return SerializationContext(topic, MessageField.VALUE, headers)


for line in sys.stdin:
    asked = json.loads(line)
    if what == "write":
        make = AvroSerializer if form == "avro" else JSONSerializer
        if form == "avro":
            serializer = make(registry, asked["schema"])
        else:
            serializer = make(asked["schema"], registry)
        print(serializer(asked["value"], context([])).hex(), flush=True)
    else:
        headers = [(name, bytes.fromhex(value)) for name, value in asked["headers"].items()]
        if form == "avro":
            deserializer = AvroDeserializer(registry)
        else:
            deserializer = JSONDeserializer(None, schema_registry_client=registry)
        value = deserializer(bytes.fromhex(asked["value"]), context(headers))
        print(json.dumps(value, default=str, sort_keys=True), flush=True)
