package io.tributary.benchmarks.plain;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tributary.benchmarks.order.DecodingRound;
import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import io.tributary.model.definition.Pipeline;
import io.tributary.model.event.Decoded;
import io.tributary.model.event.RecordDecoder;
import io.tributary.model.event.WriterSchema;
import io.tributary.model.schema.EventSchema;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the values of rows of records, as the consumer does. For one definition. */
final class OurDecoding implements Variant {
  private @Nullable RecordDecoder decoder;

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    RecordDecoder known = decoder == null ? open(order.text("definition")) : decoder;
    return DecodingRound.run(
        order,
        began,
        (key, value) -> {
          if (!(known.decode(key, value, null) instanceof Decoded.Row)) {
            throw new IllegalStateException("no row");
          }
        });
  }

  private RecordDecoder open(String definition) throws Exception {
    Pipeline pipeline = Pipeline.parse(Path.of("users.yaml"), definition.getBytes(UTF_8));
    WriterSchema schema =
        EventSchema.of(pipeline)
            .map(own -> WriterSchema.of(own.type(), own.text(), pipeline))
            .orElseGet(WriterSchema::json);
    RecordDecoder opened = new RecordDecoder(pipeline, id -> schema);
    decoder = opened;
    return opened;
  }
}
