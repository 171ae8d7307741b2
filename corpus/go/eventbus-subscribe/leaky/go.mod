module example.com/eventbus-subscribe

go 1.21

require github.com/asaskevich/EventBus v0.0.0-20200907212545-49d423059eef
