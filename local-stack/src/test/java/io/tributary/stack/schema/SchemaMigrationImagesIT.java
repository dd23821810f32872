package io.tributary.stack.schema;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.OfficialImages;
import io.tributary.stack.Stack;

@OfficialImages
final class SchemaMigrationImagesIT extends SchemaMigrationIT {
  SchemaMigrationImagesIT(Stack stack, FreshPipeline pipeline) throws Exception {
    super(stack, pipeline);
  }
}
