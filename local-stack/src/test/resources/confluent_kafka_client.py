"""A program of somebody else's, with Confluent's client: reads all records of topics, and writes some of its own to them.

Reads one JSON object from standard input: {"bootstrap", "registry", "topics": [{"name", "form": "avro"|"json", "schema", "records"}]}. It reads
as many records from each topic, then writes ten with the registry's newest schema and ten with its own. Writes one JSON object to
standard output: the values that it read, by topic.
"""

import json
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from confluent_kafka import DeserializingConsumer, SerializingProducer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.schema_registry.json_schema import JSONDeserializer, JSONSerializer
from confluent_kafka.serialization import StringDeserializer, StringSerializer

NEWEST = {"auto.register.schemas": False, "use.latest.version": True}

asked = json.load(sys.stdin)
registry = SchemaRegistryClient({"url": asked["registry"]})


def read(topic):
    deserializer = (
        AvroDeserializer(registry)
        if topic["form"] == "avro"
        else JSONDeserializer(None, schema_registry_client=registry)
    )
    consumer = DeserializingConsumer(
        {
            "bootstrap.servers": asked["bootstrap"],
            "group.id": "shop-" + topic["name"],
            "auto.offset.reset": "earliest",
            "key.deserializer": StringDeserializer("utf_8"),
            "value.deserializer": deserializer,
        }
    )
    values = {}
    consumer.subscribe([topic["name"]])
    while len(values) < topic["records"]:
        message = consumer.poll(1.0)
        if message is not None:
            values[message.key()] = message.value()
    consumer.close()
    return values


def order(number, form, **more):
    """What such a program has at hand: Python's own types, where the format knows them."""
    is_avro = form == "avro"
    code, price, day, at = (
        UUID(int=number),
        Decimal(number).scaleb(-2),
        date(2024, 2, 29),
        datetime(2024, 2, 29, 12, 30, 0, 250_000, tzinfo=UTC),
    )
    return {
        "id": number,
        "buyer": f"Ann é {number}",
        "code": code if is_avro else str(code),
        "price": price if is_avro else str(price),
        "day": day if is_avro else day.isoformat(),
        "at": at if is_avro else at.isoformat().replace("+00:00", "Z"),
        "tags": ["a", "b"],
        **more,
    }


def write(topic, serializer, first, **more):
    producer = SerializingProducer(
        {
            "bootstrap.servers": asked["bootstrap"],
            "key.serializer": StringSerializer("utf_8"),
            "value.serializer": serializer,
        }
    )
    failed = []
    for number in range(first, first + 10):
        producer.produce(
            topic["name"],
            key=str(number),
            value=order(number, topic["form"], **more),
            on_delivery=lambda error, _: failed.append(str(error)) if error else None,
        )
    producer.flush()
    if failed:
        sys.exit(f"not acknowledged: {failed[0]}")


found = {}
for topic in asked["topics"]:
    found[topic["name"]] = read(topic)
    if topic["form"] == "avro":
        write(topic, AvroSerializer(registry, conf=NEWEST), 100, note="by your schema")
        write(topic, AvroSerializer(registry, topic["schema"]), 200, channel="shop")
    else:
        write(topic, JSONSerializer(None, registry, conf=NEWEST), 100, note="by your schema")
        write(topic, JSONSerializer(topic["schema"], registry), 200, channel="shop")
json.dump(found, sys.stdout, default=str)
