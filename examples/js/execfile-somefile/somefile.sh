#somefile.sh

#!/bin/bash

ls -lh
