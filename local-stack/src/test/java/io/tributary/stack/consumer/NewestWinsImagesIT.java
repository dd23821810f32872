package io.tributary.stack.consumer;

import io.tributary.stack.FreshPipeline;
import io.tributary.stack.OfficialImages;
import io.tributary.stack.Stack;

@OfficialImages
final class NewestWinsImagesIT extends NewestWinsIT {
  NewestWinsImagesIT(Stack stack, FreshPipeline pipeline) {
    super(stack, pipeline);
  }
}
