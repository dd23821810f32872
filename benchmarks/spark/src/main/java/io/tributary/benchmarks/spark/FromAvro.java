package io.tributary.benchmarks.spark;

import io.tributary.benchmarks.order.DecodingRound;
import io.tributary.benchmarks.order.Order;
import io.tributary.benchmarks.order.Variant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.avro.AvroDataToCatalyst;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Substring;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.JavaConverters;

/**
 * Makes Spark's rows of framed Avro with the expression of {@code from_avro(substring(value, 6),
 * schema)}, in the code that Spark generates of it for a query. The query itself is not counted.
 */
final class FromAvro implements Variant {
  private static final int AFTER_THE_FRAME = 6;

  @Override
  public Map<String, Double> run(Order order, Runnable began) throws Exception {
    Expression body =
        new Substring(
            new BoundReference(0, DataTypes.BinaryType, false),
            Literal.create(AFTER_THE_FRAME, DataTypes.IntegerType),
            Literal.create(Integer.MAX_VALUE, DataTypes.IntegerType));
    Expression fromAvro =
        new AvroDataToCatalyst(
            body,
            order.text("schema"),
            scala.collection.immutable.Map$.MODULE$.<String, String>empty());
    UnsafeProjection projection =
        UnsafeProjection.create(JavaConverters.asScalaBuffer(List.of(fromAvro)).toSeq());
    Object[] columns = new Object[1];
    GenericInternalRow row = new GenericInternalRow(columns);
    return DecodingRound.run(
        order,
        began,
        (key, value) -> {
          columns[0] = value;
          UnsafeRow made = projection.apply(row);
          if (made.isNullAt(0)) {
            throw new IllegalStateException("no row");
          }
        });
  }
}
