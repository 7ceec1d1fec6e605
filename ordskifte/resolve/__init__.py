"""All documents at once become one Site. Pure: reads no file, no body and no clock but its argument."""
