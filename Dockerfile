# The simulator alone: docker build --tag tabkeeper-simulator --file Dockerfile dist/tools
FROM node:24-alpine
COPY . /opt/tabkeeper/
USER node
EXPOSE 8080
ENTRYPOINT ["node", "/opt/tabkeeper/simulator.mjs"]
# Within a container loopback is the container itself. Flags of one's own take the place of these.
CMD ["--host", "0.0.0.0", "--port", "8080"]
