# The whole product in one image: web, and with USE_CELERY=true the workers as well.
#   docker build -t bluepencil .
#   docker run -p 8080:8080 -e APP_PASSWORD=… -v bluepencil:/data --stop-timeout 30 bluepencil
FROM python:3.11-slim-bookworm

# tini passes signals on and takes in what dead processes leave behind.
RUN apt-get update \
 && apt-get install -y --no-install-recommends tini \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /app

# First, so that a change of the program does not install them anew. The driver of PostgreSQL is
# always there (13 MB): containers come and go, so their store is often a database elsewhere.
COPY requirements.txt requirements-postgres.txt ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements.txt -r requirements-postgres.txt

COPY app.py main.py celery_config.py celery_integration.py celery_tasks.py ./
COPY bluepencil/ bluepencil/
COPY guidelines/ guidelines/
COPY samples/ samples/
COPY static/ static/
COPY templates/ templates/

# The program belongs to root and cannot change itself; only /data is the user's.
RUN python -m compileall -q . \
 && useradd --system --uid 10001 --create-home bluepencil \
 && install -d -o bluepencil -g bluepencil -m 700 /data
USER bluepencil

# Listening on all addresses it asks for APP_PASSWORD, and does not start without one.
ENV HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
EXPOSE 8080
VOLUME /data

# Only whether it is alive: a Redis or a Claude that is away is no reason to end it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health', timeout=4)"]

ENTRYPOINT ["tini", "--"]
CMD ["python", "main.py", "all"]
